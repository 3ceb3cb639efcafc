/** Whether Decorum can work on this machine, with what, and what to mend. */
@NullMarked
package dev.decorum.doctor;

import org.jspecify.annotations.NullMarked;
