package dev.decorum.site;

/**
 * A heading and the text below it, up to the next heading.
 *
 * @param level 1 for the title of the page
 * @param anchor what a link to it ends with, as on a forge
 */
record Section(int level, String anchor, String heading, String text) {}
