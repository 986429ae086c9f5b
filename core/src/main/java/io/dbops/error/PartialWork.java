package io.dbops.error;

import java.io.Serializable;
import java.util.List;

/**
 * What was done before an operation failed, by name and in order.
 *
 * @param done what was completed and stays
 * @param failed what failed, at most a few items; may be empty when the failure belongs to no item
 * @param notStarted what was not begun
 */
public record PartialWork(List<String> done, List<String> failed, List<String> notStarted) implements Serializable {

    public PartialWork {
        done = List.copyOf(done);
        failed = List.copyOf(failed);
        notStarted = List.copyOf(notStarted);
    }
}
