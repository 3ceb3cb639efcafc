/**
 * Files of this machine on which others rely: whole or absent, what was written or nothing, and out
 * of the reach of other users.
 *
 * <p>In comes content; out come files under their names, and the folders of the user. It knows
 * nothing of what the files hold.
 */
@NullMarked
package dev.decorum.disk;

import org.jspecify.annotations.NullMarked;
