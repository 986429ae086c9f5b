package io.dbops.spi;

import java.io.IOException;
import java.io.InputStream;

/** One script file. Immutable; may be opened several times and by several threads. */
public interface ScriptResource {

    /** The file's name without its folder. */
    String name();

    /** Where it is, for messages: a path or a URL. */
    String location();

    /** The bytes from the start; the caller closes. */
    InputStream open() throws IOException;
}
