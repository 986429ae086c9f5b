package io.dbops.migration.source;

import io.dbops.spi.ScriptResource;
import org.jspecify.annotations.Nullable;

/**
 * A script that a source gives.
 *
 * @param script where its bytes are
 * @param facts what an index says about them; {@code null} when they are to be read
 */
record FoundScript(ScriptResource script, @Nullable ScriptFacts facts) {

    static FoundScript of(ScriptResource script) {
        return new FoundScript(script, null);
    }
}
