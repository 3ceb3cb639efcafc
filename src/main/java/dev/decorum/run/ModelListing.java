package dev.decorum.run;

import dev.decorum.hub.CachedModel;
import dev.decorum.hub.HubCache;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.report.ModelTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models in the cache of the hub, and which of them can be used. */
public final class ModelListing {
  private ModelListing() {}

  /** A row for each. */
  public static List<ModelTable.Row> of(HubCache cache) {
    List<ModelTable.Row> rows = new ArrayList<>();
    for (CachedModel model : cache.models()) {
      rows.add(new ModelTable.Row(model, problem(model)));
    }
    return rows;
  }

  /** What is missing, or what opening it says. */
  private static @Nullable String problem(CachedModel model) {
    if (model.missing().isPresent()) {
      return model.missing().get();
    }
    try {
      ModelBundle.open(model.folder());
      return null;
    } catch (ModelException e) {
      // The folder is in the row already.
      return String.valueOf(e.getMessage())
          .replace(model.folder() + ": ", "")
          .replace(model.folder() + "/", "");
    }
  }
}
