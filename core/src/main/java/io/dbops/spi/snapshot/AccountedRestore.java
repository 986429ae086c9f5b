package io.dbops.spi.snapshot;

import io.dbops.backup.Owners;
import java.util.Optional;
import java.util.Set;

/** What a {@link RestoreSession} also implements whose definitions name accounts: owners, grantees, definers. */
public interface AccountedRestore {

    /** The accounts that a definition of this strategy names, as the catalogue spells them; pure. */
    Set<String> accounts(SchemaItem item);

    /** The definition with those accounts; empty where nothing is left of it; pure. */
    Optional<SchemaItem> withOwners(SchemaItem item, Owners owners);
}
