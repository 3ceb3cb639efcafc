package dev.decorum.spark;

import dev.decorum.api.ChatFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Objects;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A file of any file system that Spark reads.
 *
 * @param number its place among the inputs, from 0
 * @param stretch the number of the stretch of inputs that it belongs to, from 0
 * @param path its address, as Hadoop writes it
 * @param bytes its size
 */
record LakeFile(int number, int stretch, String path, long bytes) implements Serializable {
  LakeFile {
    Objects.requireNonNull(path);
  }

  /** The file, opened with the settings of the cluster. */
  ChatFile with(SerializableConfiguration configuration) {
    return new ChatFile() {
      @Override
      public String name() {
        return path;
      }

      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public InputStream open() throws IOException {
        try {
          Path file = new Path(path);
          return file.getFileSystem(configuration.value()).open(file);
        } catch (IllegalArgumentException e) {
          // Hadoop cannot open a file with a colon in its name.
          throw new IOException("the file system does not open a file of this name", e);
        }
      }
    };
  }
}
