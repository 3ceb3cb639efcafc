package dev.decorum.cli;

import dev.decorum.manual.Page.Kind;
import dev.decorum.manual.Page.Option;
import dev.decorum.manual.Page.Section;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a command under headings: what is special to the command first, and in each what
 * is required.
 */
final class OptionSections {
  /** The heading of each group of flags, in the order in which they are listed. */
  private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

  /** For options that a command declares itself, before all others. */
  private static final String OWN = "Options";

  /** For what all commands have, after all others. */
  private static final String GENERAL = "General";

  static {
    HEADINGS.put(StoreFlags.class, "Nights");
    HEADINGS.put(AuditFlags.class, "Nights");
    HEADINGS.put(RankFlags.class, "Groups");
    HEADINGS.put(PairFlags.class, "Preference data");
    HEADINGS.put(VersionFlags.class, "Versions and verdicts");
    HEADINGS.put(AgreementFlags.class, "Versions and verdicts");
    HEADINGS.put(GateFlags.class, "Versions and verdicts");
    HEADINGS.put(ExplainFlags.class, "Conversations");
    HEADINGS.put(StartFlags.class, "Start");
    HEADINGS.put(ValidationFlags.class, "Validation data");
    HEADINGS.put(RecipeFlags.class, "Recipe");
    HEADINGS.put(BenchFlags.class, "Workloads");
    HEADINGS.put(MergeFlags.class, OWN);
    HEADINGS.put(OutputFlags.class, "Output");
    HEADINGS.put(LowestFlags.class, "Output");
    HEADINGS.put(ChangeFlags.class, "Output");
    HEADINGS.put(ReportFlags.class, "Output");
    HEADINGS.put(HistoryReportFlags.class, "Output");
    HEADINGS.put(HtmlFlags.class, "Output");
    HEADINGS.put(ReuseFlags.class, "Output");
    HEADINGS.put(StatisticsFlags.class, "Statistics");
    HEADINGS.put(CalibrationFlags.class, "Statistics");
    HEADINGS.put(InputFlags.class, "Input");
    HEADINGS.put(ShardFlags.class, "Input");
    HEADINGS.put(RejectFlags.class, "Rows that cannot be used");
    HEADINGS.put(ModelFlags.class, "Model");
    HEADINGS.put(LabelFlags.class, "Model");
    HEADINGS.put(WindowFlags.class, "What the model sees");
    HEADINGS.put(EngineFlags.class, "Speed");
    HEADINGS.put(TrainerFlags.class, "Speed");
    HEADINGS.put(Verbosity.class, GENERAL);
    HEADINGS.put(Decorum.class, GENERAL);
  }

  private static final List<Class<?>> PLACES = List.copyOf(HEADINGS.keySet());

  private static final List<Option> HELP =
      List.of(
          flag("-h", "Show the options that matter most, and examples."),
          flag("--help", "Show all options."));

  private OptionSections() {}

  /**
   * The sections of a command's options.
   *
   * @param describe makes an entry of an option
   */
  static List<Section> of(CommandSpec command, Function<OptionSpec, Option> describe) {
    Map<String, List<Option>> sections = new LinkedHashMap<>();
    sections.put(OWN, new ArrayList<>());
    HEADINGS.values().forEach(heading -> sections.put(heading, new ArrayList<>()));
    List<OptionSpec> options = new ArrayList<>(command.options());
    options.sort(
        Comparator.comparingInt(OptionSections::place).thenComparing(option -> !option.required()));
    for (OptionSpec option : options) {
      if (option.usageHelp()) {
        inSection(GENERAL, sections).addAll(HELP);
      } else if (!option.hidden() && !IdleOptions.isAlwaysIdle(option)) {
        inSection(heading(option), sections).add(describe.apply(option));
      }
    }
    List<Section> filled = new ArrayList<>();
    sections.forEach(
        (heading, entries) -> {
          if (!entries.isEmpty()) {
            filled.add(new Section(heading, entries));
          }
        });
    return filled;
  }

  private static Option flag(String name, String text) {
    return new Option(List.of(name), "", false, false, false, List.of(text), Kind.ANY, List.of());
  }

  private static List<Option> inSection(String heading, Map<String, List<Option>> sections) {
    return Objects.requireNonNull(sections.get(heading));
  }

  private static String heading(OptionSpec option) {
    if (option.versionHelp()) {
      return GENERAL;
    }
    return flags(option).map(HEADINGS::get).orElse(OWN);
  }

  /** The position of an option's flags in the table; before its beginning for a command's own. */
  private static int place(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return PLACES.size();
    }
    return flags(option).map(PLACES::indexOf).orElse(-1);
  }

  /** The group of flags in the table that an option belongs to. */
  private static Optional<Class<?>> flags(OptionSpec option) {
    return option.userObject() instanceof AnnotatedElement
            && option.userObject() instanceof Member field
            && HEADINGS.containsKey(field.getDeclaringClass())
        ? Optional.of(field.getDeclaringClass())
        : Optional.empty();
  }
}
