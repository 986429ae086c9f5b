package io.dbops.migration.source;

import io.dbops.spi.ScriptResource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A small script whose bytes were kept when its digest was taken, so that nothing need be read again. */
final class KeptScript implements ScriptResource {

    private final ScriptResource script;
    private final byte[] bytes;

    KeptScript(ScriptResource script, byte[] bytes) {
        this.script = script;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return script.name();
    }

    @Override
    public String location() {
        return script.location();
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
