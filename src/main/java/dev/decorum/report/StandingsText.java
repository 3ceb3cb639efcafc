package dev.decorum.report;

import dev.decorum.compare.Comparison;
import dev.decorum.compare.PairComparison;
import dev.decorum.compare.Standings;
import dev.decorum.compare.Standings.Place;
import dev.decorum.compare.Standings.Standing;
import dev.decorum.compare.Verdict;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ranking of three or more versions in sentences and as a chart. */
final class StandingsText {
  private final Comparison comparison;
  private final Standings standings;
  private final ScoreWording wording;

  StandingsText(Comparison comparison, Standings standings, ScoreWording wording) {
    this.comparison = comparison;
    this.standings = standings;
    this.wording = wording;
  }

  /** Which versions are best, tied or worse. */
  List<String> sentences() {
    if (!standings.isKnown()) {
      return List.of(tooFew());
    }
    List<Place> tied = places(Standing.TIED);
    List<Place> worse = places(Standing.WORSE);
    Place leader = standings.places().get(0);
    List<String> sentences = new ArrayList<>();
    if (tied.isEmpty()) {
      sentences.add(
          leader.version()
              + " is BEST of "
              + standings.places().size()
              + " versions, in the eyes of the model: "
              + worse.stream()
                  .map(place -> ahead(place) + " ahead of " + place.version() + interval(place))
                  .collect(Collectors.joining(", "))
              + ".");
      worse.removeIf(place -> place.better().equals(leader.version()));
      addWorse(worse, sentences);
      return sentences;
    }
    sentences.add(
        (worse.isEmpty() ? "NO VERSION IS SHOWN TO BE WORSE: " : "")
            + joined(tied.stream().map(Place::version).toList())
            + " are TIED for best, in the eyes of the model: "
            + tied.stream()
                .skip(1)
                .map(
                    place ->
                        leader.version()
                            + " is "
                            + signedAhead(place)
                            + " against "
                            + place.version()
                            + interval(place))
                .collect(Collectors.joining(", "))
            + ".");
    addWorse(worse, sentences);
    return sentences;
  }

  /** Says against which version each of these is shown to be worse; often that is the leader. */
  private void addWorse(List<Place> worse, List<String> sentences) {
    if (worse.isEmpty()) {
      return;
    }
    sentences.add(
        joined(worse.stream().map(Place::version).toList())
            + (worse.size() == 1 ? " is WORSE" : " are WORSE")
            + " than another version: "
            + worse.stream()
                .map(
                    place ->
                        place.version()
                            + " is "
                            + signed(place.toBetter())
                            + " against "
                            + place.better()
                            + " (95% interval "
                            + wording.difference().interval(place.toBetter())
                            + ")")
                .collect(Collectors.joining(", "))
            + ".");
  }

  private String tooFew() {
    List<String> fields = comparison.options().clusterFields();
    return "TOO FEW "
        + (fields.isEmpty() ? "ROWS" : "VALUES OF " + String.join(" AND ", fields))
        + " TO RANK "
        + standings.places().size()
        + " versions: with so few, no difference could be told from chance, however large it is.";
  }

  private List<Place> places(Standing standing) {
    return standings.places().stream()
        .filter(place -> place.standing() == standing)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** How far the leader is ahead of another version, without a sign. */
  private String ahead(Place place) {
    return wording.size().text(place.toLeader().value()) + " " + wording.shortUnit();
  }

  private String interval(Place place) {
    Estimate ahead = place.toLeader().scaled(-1, 0);
    NumberFormat format =
        place.standing() == Standing.WORSE && ahead.low() > 0
            ? wording.size()
            : wording.difference();
    return ahead.hasInterval() ? " (95% interval " + format.interval(ahead) + ")" : "";
  }

  private String signedAhead(Place place) {
    return signed(place.toLeader().scaled(-1, 0));
  }

  private String signed(Estimate difference) {
    return wording.difference().text(difference.value()) + " " + wording.shortUnit();
  }

  private static String joined(List<String> names) {
    return names.size() == 1
        ? names.get(0)
        : String.join(", ", names.subList(0, names.size() - 1))
            + " and "
            + names.get(names.size() - 1);
  }

  /** Every version's difference to the leader. */
  Chart chart() {
    Map<String, Integer> rows =
        comparison.versions().stream()
            .collect(
                Collectors.toMap(
                    Comparison.VersionSummary::name, Comparison.VersionSummary::rows, (a, b) -> a));
    String leader = standings.places().get(0).version();
    return new Chart.Intervals(
        "How far behind " + leader,
        "The difference of each version to "
            + leader
            + ", with intervals that hold all at once. One that reaches the line may be as good"
            + (standings.places().stream().anyMatch(place -> isWorseThanOther(place, leader))
                ? ", or is shown to be worse than another version, which its note names."
                : "."),
        "difference of " + wording.mean() + "s" + wording.inHeader(),
        wording.differences(),
        new Chart.Reference(0, leader),
        standings.places().stream()
            .skip(1)
            .map(
                place ->
                    new Chart.Item(
                        place.version(),
                        place.toLeader(),
                        switch (place.standing()) {
                              case BEST -> "best";
                              case TIED -> "tied for best";
                              case WORSE -> "worse than " + place.better();
                              case UNKNOWN -> "not known";
                            }
                            + ", "
                            + NumberText.counted(rows.getOrDefault(place.version(), 0), "row")))
            .toList());
  }

  private static boolean isWorseThanOther(Place place, String leader) {
    return place.standing() == Standing.WORSE && !place.better().equals(leader);
  }

  /** How the ranking was got. */
  String explanation() {
    return "All intervals of the ranking hold at once in 95% of studies (simultaneous intervals of"
        + " all "
        + standings.differences().size()
        + " differences, "
        + (standings.simulated() ? "by the largest |t| under random signs" : "Bonferroni")
        + "); those of the verdicts hold one by one. A version is worse if one of its intervals"
        + " against another is below zero.";
  }

  /** Pairs of which the verdict says more than the ranking, or less. */
  List<String> contradictions() {
    List<String> contradictions = new ArrayList<>();
    List<String> onlyRanked = new ArrayList<>();
    List<PairComparison> pairs = comparison.pairs();
    for (int i = 0; i < pairs.size(); i++) {
      PairComparison pair = pairs.get(i);
      boolean decided = pair.verdict() == Verdict.BETTER || pair.verdict() == Verdict.WORSE;
      boolean ranked = standings.differences().get(i).difference().excludes(0);
      if (decided && !ranked) {
        contradictions.add(
            pair.candidate()
                + " against "
                + pair.reference()
                + " is a close call: the verdict on these two stands, but the ranking, which is about"
                + " all versions at once, does not tell them apart.");
      } else if (ranked && isOpen(pair.verdict())) {
        onlyRanked.add(pair.candidate() + " against " + pair.reference());
      }
    }
    if (!onlyRanked.isEmpty()) {
      contradictions.add(
          "Told apart by the ranking, and not yet by a verdict: "
              + String.join(", ", onlyRanked)
              + ". The ranking rests on intervals that hold all at once, the verdict on how often"
              + " chance makes such a difference, corrected for "
              + pairs.size()
              + " comparisons; near the border, one may see what the other does not.");
    }
    return contradictions;
  }

  private static boolean isOpen(Verdict verdict) {
    return switch (verdict) {
      case BETTER, WORSE, EQUIVALENT -> false;
      case NOT_WORSE, NOT_BETTER, INCONCLUSIVE -> true;
    };
  }
}
