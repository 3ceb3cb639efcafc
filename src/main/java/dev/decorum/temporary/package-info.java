/** Files that hold what people wrote and must not outlive the process, however it ends. */
@NullMarked
package dev.decorum.temporary;

import org.jspecify.annotations.NullMarked;
