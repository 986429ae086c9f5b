package io.dbops.backup.age;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recovers the file key from the stanzas addressed to it. */
interface FileKeyUnwrapper {

    /**
     * The file key, or null if no stanza is addressed to this key. Stanzas of other types are ignored.
     *
     * @throws AgeException if a stanza of the own type breaks the format's rules or exceeds the accepted cost
     */
    byte @Nullable [] unwrap(List<Stanza> stanzas) throws AgeException;
}
