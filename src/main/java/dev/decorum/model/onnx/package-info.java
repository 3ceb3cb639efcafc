/** To come. */
@NullMarked
package dev.decorum.model.onnx;

import org.jspecify.annotations.NullMarked;
