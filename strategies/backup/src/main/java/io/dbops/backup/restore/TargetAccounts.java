package io.dbops.backup.restore;

import io.dbops.backup.Owners;
import io.dbops.spi.snapshot.AccountedRestore;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Gives the definitions of a backup the accounts that they shall have in a target. Immutable. */
final class TargetAccounts {

    private final Optional<AccountedRestore> strategy;
    private final Owners owners;

    TargetAccounts(RestoreSession session, Owners owners) {
        this.strategy = session instanceof AccountedRestore accounted ? Optional.of(accounted) : Optional.empty();
        this.owners = owners;
    }

    /** Empty for a definition of which nothing is left. */
    Optional<SchemaItem> in(SchemaItem item) {
        return strategy.isPresent() ? strategy.get().withOwners(item, owners) : Optional.of(item);
    }

    /** What the owners say of accounts that no definition names, each one sentence. */
    List<String> faults(List<SchemaItem> definitions) {
        Set<String> known = new HashSet<>();
        if (!owners.names().isEmpty()) {
            strategy.ifPresent(accounted -> definitions.forEach(item -> known.addAll(accounted.accounts(item))));
        }
        Set<String> unknown = new TreeSet<>(owners.names().keySet());
        unknown.removeAll(known);
        List<String> faults = new ArrayList<>();
        unknown.forEach(account -> faults.add("nothing that is restored names the account " + account
                + ", which shall have another name; it names " + new TreeSet<>(known)));
        return faults;
    }
}
