/**
 * Models of the Hugging Face hub: finding them in the cache on this machine, and fetching them.
 *
 * <p>The cache ({@link dev.decorum.hub.HubCache}) is the one that Python's {@code huggingface_hub}
 * keeps, in the same layout, so that either finds what the other has fetched. {@link
 * dev.decorum.hub.Puller} is the only code of Decorum that opens a connection.
 */
@NullMarked
package dev.decorum.hub;

import org.jspecify.annotations.NullMarked;
