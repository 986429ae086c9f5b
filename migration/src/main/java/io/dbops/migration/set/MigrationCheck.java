package io.dbops.migration.set;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.List;

/** What a look at a set of migrations found. Prints itself. Immutable. */
public final class MigrationCheck {

    private final List<String> faults;
    private final List<MigrationEntry> order;

    MigrationCheck(List<String> faults, List<MigrationEntry> order) {
        this.faults = List.copyOf(faults);
        this.order = List.copyOf(order);
    }

    /** Each one sentence that names the file, and the line where there is one; empty when all is well. */
    public List<String> faults() {
        return faults;
    }

    public boolean isValid() {
        return faults.isEmpty();
    }

    /** The migrations in the order in which they run; empty when faults leave none. */
    public List<MigrationEntry> order() {
        return order;
    }

    /** This, or a {@code MIGRATION_INVALID} that names every fault. */
    public MigrationCheck orFail() {
        if (!isValid()) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_INVALID,
                            faults.size() + " faults in the migrations: " + String.join("; ", faults))
                    .hint("Correct them all.")
                    .build();
        }
        return this;
    }

    /** The migrations in order, one a line, and the faults. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(order.size()).append(" migrations, ").append(faults.size()).append(" faults");
        order.forEach(each -> text.append('\n').append(each));
        faults.forEach(fault -> text.append("\nfault: ").append(fault));
        return text.toString();
    }
}
