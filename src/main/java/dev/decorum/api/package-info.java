/**
 * Decorum for programs: a {@link dev.decorum.api.Judge} opens a model and scores conversations that
 * are built with {@link dev.decorum.api.Chat} or read from files with {@link
 * dev.decorum.api.ChatFiles}. The scores are those of {@code decorum score}, to the last bit.
 *
 * <p>This package and {@link dev.decorum.failure} are public API; everything else may change from
 * one version to the next.
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
 * tokenizers of Hugging Face) are unpacked into the user's cache, checked, and loaded once. System
 * properties are set so that they are loaded from there and never from the network: {@code
 * ai.djl.offline}, {@code ai.djl.onnx.disable_alternative} and {@code OPT_OUT_TRACKING}, and,
 * unless they are set already, {@code onnxruntime.native.path}, {@code jna.tmpdir}, {@code
 * RUST_LIBRARY_PATH} and {@code ENGINE_CACHE_DIR}. No logger is configured, no thread is started
 * except by ONNX Runtime and by Java's common pool while a model is opened, and nothing is written
 * except to that cache.
 */
@NullMarked
package dev.decorum.api;

import org.jspecify.annotations.NullMarked;
