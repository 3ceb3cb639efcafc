package dev.decorum.read.dialogue;

import java.util.List;

/** What a field means, and how that is called in messages. */
public interface FieldMeaning {

  /** Which of several fields of one meaning are used. */
  enum Use {
    /** The one with the best name. */
    BEST,
    /** Each of them. */
    ALL,
    /** The caller decides, and reports it to the survey. */
    TOLD,
    /** Not worth telling. */
    UNTOLD
  }

  /** Names in exports, the best first. */
  List<String> names();

  /** What it is used as, in a word or two. */
  String label();

  /** Which of several are used. */
  Use use();
}
