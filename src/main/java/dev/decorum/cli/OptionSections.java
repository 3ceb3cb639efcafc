package dev.decorum.cli;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the options of a command under headings, one for each group of flags. */
final class OptionSections {
  /** The heading of each group of flags, in the order in which they are listed. */
  private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

  private static final String OTHER = "Other";

  static {
    HEADINGS.put(InputFlags.class, "Input");
    HEADINGS.put(ShardFlags.class, "Input");
    HEADINGS.put(ExplainFlags.class, "Conversations");
    HEADINGS.put(ValidationFlags.class, "Validation data");
    HEADINGS.put(ModelFlags.class, "Model");
    HEADINGS.put(StartFlags.class, "Model");
    HEADINGS.put(BenchFlags.class, "Workloads");
    HEADINGS.put(WindowFlags.class, "What the model sees");
    HEADINGS.put(RecipeFlags.class, "Recipe");
    HEADINGS.put(EngineFlags.class, "Speed");
    HEADINGS.put(TrainerFlags.class, "Speed");
    HEADINGS.put(StatisticsFlags.class, "Statistics");
    HEADINGS.put(CalibrationFlags.class, "Statistics");
    HEADINGS.put(VersionFlags.class, "Versions and verdicts");
    HEADINGS.put(AgreementFlags.class, "Versions and verdicts");
    HEADINGS.put(GateFlags.class, "Versions and verdicts");
    HEADINGS.put(RankFlags.class, "Groups");
    HEADINGS.put(PairFlags.class, "Preference data");
    HEADINGS.put(OutputFlags.class, "Output");
    HEADINGS.put(LowestFlags.class, "Output");
    HEADINGS.put(ChangeFlags.class, "Output");
    HEADINGS.put(ReportFlags.class, "Output");
    HEADINGS.put(HistoryReportFlags.class, "Output");
    HEADINGS.put(HtmlFlags.class, "Output");
    HEADINGS.put(RejectFlags.class, "Output");
    HEADINGS.put(DryRunFlags.class, "Output");
    HEADINGS.put(StoreFlags.class, OTHER);
    HEADINGS.put(AuditFlags.class, OTHER);
    HEADINGS.put(LabelFlags.class, OTHER);
    HEADINGS.put(ReuseFlags.class, OTHER);
  }

  private static final List<Class<?>> PLACES = List.copyOf(HEADINGS.keySet());

  private OptionSections() {}

  /** Sets up the help of {@code command} and of all commands below it. */
  static void install(CommandLine command) {
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionSections::render);
    command.getSubcommands().values().forEach(OptionSections::install);
  }

  private static String render(Help help) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    HEADINGS.values().forEach(heading -> sections.put(heading, new ArrayList<>()));
    sections.put(OTHER, new ArrayList<>());
    List<OptionSpec> options = new ArrayList<>(help.commandSpec().options());
    options.sort(Comparator.comparingInt(OptionSections::place));
    for (OptionSpec option : options) {
      if (!option.hidden()) {
        sections.computeIfAbsent(heading(option), key -> new ArrayList<>()).add(option);
      }
    }
    boolean onlyOther =
        sections.entrySet().stream()
            .allMatch(section -> section.getKey().equals(OTHER) || section.getValue().isEmpty());
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<OptionSpec>> section : sections.entrySet()) {
      if (section.getValue().isEmpty()) {
        continue;
      }
      String heading = onlyOther ? "Options" : section.getKey();
      text.append(String.format("%n")).append(help.colorScheme().text("@|bold " + heading + ":|@"));
      text.append(String.format("%n"));
      Help.Layout layout = help.createDefaultLayout();
      layout.addOptions(section.getValue(), help.createDefaultParamLabelRenderer());
      text.append(layout);
    }
    return text.toString();
  }

  private static String heading(OptionSpec option) {
    return flags(option).map(HEADINGS::get).orElse(OTHER);
  }

  /** The position of an option's flags in the table; after its end for flags that are not in it. */
  private static int place(OptionSpec option) {
    return flags(option).map(PLACES::indexOf).orElse(PLACES.size());
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
