/**
 * Decorum for programs: open a model with {@link dev.decorum.api.Judge}, and ask it for the scores
 * of conversations that are put together with {@link dev.decorum.api.Chat} or read from files with
 * {@link dev.decorum.api.ChatFiles}. The scores are those of {@code decorum score}, to the last
 * bit.
 *
 * <p>This package and {@link dev.decorum.failure} are meant for others; everything else may change
 * from one version to the next.
 *
 * <pre>{@code
 * try (Judge judge = Judge.open(Path.of("chai-model"))) {
 *   Chat chat =
 *       Chat.of("42")
 *           .botName("Mara")
 *           .persona("Mara keeps a tea shop by the harbour.")
 *           .user("Which tea would you recommend?")
 *           .bot("For this weather? Assam, with a little honey.")
 *           .build();
 *   if (judge.score(chat) instanceof Score score) {
 *     System.out.println(score.appropriateProbability());
 *   }
 * }
 * }</pre>
 *
 * <p><strong>What is shared in a process.</strong> Native libraries (ONNX Runtime, JNA and the
 * tokenizers of Hugging Face) are unpacked into the user's cache, checked, and loaded once. So that
 * they are taken from there and from no network, system properties are set: {@code ai.djl.offline},
 * {@code ai.djl.onnx.disable_alternative} and {@code OPT_OUT_TRACKING}, and where they are not set
 * already {@code onnxruntime.native.path}, {@code jna.tmpdir}, {@code RUST_LIBRARY_PATH} and {@code
 * ENGINE_CACHE_DIR}. No logger is configured, no thread is started except by ONNX Runtime and by
 * Java's common pool while a model is opened, and nothing is written but that cache.
 */
@NullMarked
package dev.decorum.api;

import org.jspecify.annotations.NullMarked;
