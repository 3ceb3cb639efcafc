package dev.decorum.run;

import dev.decorum.hub.CachedModel;
import dev.decorum.hub.HubCache;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.report.ModelTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the models in the hub's cache and tells which of them can be used. */
public final class ModelListing {
  private ModelListing() {}

  /** One row for each model. */
  public static List<ModelTable.Row> of(HubCache cache) {
    List<ModelTable.Row> rows = new ArrayList<>();
    for (CachedModel model : cache.models()) {
      rows.add(new ModelTable.Row(model, problem(model)));
    }
    return rows;
  }

  /** The file that is missing, or the reason why opening fails; null if it succeeds. */
  private static @Nullable String problem(CachedModel model) {
    if (model.missing().isPresent()) {
      return model.missing().get();
    }
    try {
      ModelBundle.open(model.folder());
      return null;
    } catch (ModelException e) {
      // The row names the folder already.
      return String.valueOf(e.getMessage())
          .replace(model.folder() + ": ", "")
          .replace(model.folder() + "/", "");
    }
  }
}
