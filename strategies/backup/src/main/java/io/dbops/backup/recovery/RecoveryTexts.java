package io.dbops.backup.recovery;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.Compression;
import io.dbops.backup.manifest.BackupManifest.FixedObjects;
import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.TableContents;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.spi.sql.DatabaseIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@code commands.sh} and {@code RECOVER.md} of one backup. Immutable, pure. */
public final class RecoveryTexts {

    /** For a strategy that names no client: shows what there is. */
    private static final StockClient NONE = new StockClient(
            "the database's own client",
            "# No stock client is known for this database: the script prints definitions and rows.\n",
            "run_script() {\n    cat \"$1\"\n}\nload_rows() {\n    echo \"-- rows of $2\"\n    cat \"$1\"\n}\n",
            false,
            Map.of());

    private final BackupLabel label;
    private final DatabaseIdentity database;
    private final Compression compression;
    private final boolean encrypted;
    private final StockClient client;

    public RecoveryTexts(
            BackupLabel label,
            DatabaseIdentity database,
            Compression compression,
            boolean encrypted,
            Optional<StockClient> client) {
        this.label = label;
        this.database = database;
        this.compression = compression;
        this.encrypted = encrypted;
        this.client = client.orElse(NONE);
    }

    /** A POSIX shell script that restores everything; it names tables and columns. */
    public String commands(ObjectKey before, ObjectKey after, List<TableContents> tables) {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        text.append("# Restores backup ").append(label).append(" of ").append(oneLine(database.toString()));
        text.append(" with stock tools: ").append(encrypted ? "age, " : "").append(decompressor());
        text.append(", ").append(client.program()).append(".\n");
        text.append("# Usage: sh commands.sh REPOSITORY_DIRECTORY").append(encrypted ? " KEY_FILE\n" : "\n");
        text.append(client.usage());
        text.append("set -eu\nrepository=${1:?directory of the repository}\n");
        if (encrypted) {
            text.append("identity=${2:?file with the age identity, such as the key file}\n");
        }
        text.append("work=$(mktemp -d)\ntrap 'rm -rf \"$work\"' EXIT\n\n");
        text.append("# plain KEY: puts the plain bytes of an object into $work/plain, or stops.\nplain() {\n");
        text.append(encrypted ? "    age -d -i \"$identity\" -o \"$work/sealed\" \"$repository/$1\"\n" : "");
        text.append("    ").append(decompressor()).append(" -dc ");
        text.append(encrypted ? "\"$work/sealed\"" : "\"$repository/$1\"").append(" > \"$work/plain\"\n");
        text.append(encrypted ? "    rm -f \"$work/sealed\"\n" : "").append("}\n");
        text.append(client.functions());
        text.append("definitions() {\n    plain \"$1\"\n    run_script \"$work/plain\"\n}\n");
        text.append("rows() {\n    plain \"$1\"\n    load_rows \"$work/plain\" \"$2\"\n}\n\n");
        text.append("definitions ").append(quote(before.value())).append('\n');
        for (TableContents table : tables) {
            for (ChunkContents chunk : table.chunks()) {
                text.append(rows(chunk.object(), table));
            }
        }
        text.append("definitions ").append(quote(after.value())).append('\n');
        return text.toString().replace("cat -dc ", "cat ");
    }

    private String rows(ObjectKey object, TableContents table) {
        Optional<String> load = client.load(table.name());
        String what = load.orElseGet(() -> table.name() + " " + table.columns() + " as " + table.format());
        return (load.isPresent() ? "" : "# " + oneLine(table.name().toString()) + "\n") + "rows "
                + quote(object.value()) + " " + quote(what) + "\n";
    }

    /** A page for a person; names nothing of the database's contents. */
    public String recover(FixedObjects fixed) {
        String open = encrypted ? "age -d -i KEY_FILE " + fixed.commands() : "cat " + fixed.commands();
        String tools = (encrypted ? "`age`, " : "") + "`" + decompressor() + "` and `" + client.program() + "`";
        return "# Recovering backup " + label + " without DbOps\n\n"
                + "This is a backup of " + oneLine(database.toString()) + ". You need " + tools
                + (encrypted ? ", and the key file whose identity opens it.\n" : ".\n")
                + "Run everything from the directory that holds `repository.json`.\n\n"
                + "1. Check that no object was altered:\n\n"
                + "   ```sh\n   head -n 1 manifests/" + label + ".json | tr '{' '\\n' \\\n"
                + "     | sed -n 's/^\"key\":\"\\([^\"]*\\)\",\"size\":[0-9]*,\"sha256\":\"\\([0-9a-f]*\\)\".*/\\2  \\1/p' \\\n"
                + "     | sha256sum -c --quiet\n   ```\n\n"
                + "2. Get the commands, which name every table, and read them:\n\n"
                + "   ```sh\n   " + open + " > commands.sh\n   ```\n\n"
                + "3. Run them against an **empty** database. They stop at the first error:\n\n"
                + "   ```sh\n   sh commands.sh . " + (encrypted ? "KEY_FILE" : "") + "\n   ```\n\n"
                + "To load one table only, run the lines of `commands.sh` up to the first `definitions`, then those of the\n"
                + "table. What each object is stands in `" + fixed.contents() + "`"
                + (encrypted ? " (`age -d -i KEY_FILE`)" : "") + "; the format is version 1 of\n"
                + "DbOps' `docs/formats/repository-v1.md`.\n";
    }

    private String decompressor() {
        return switch (compression) {
            case ZSTD -> "zstd";
            case GZIP -> "gzip";
            case NONE -> "cat";
        };
    }

    /** One word of a shell, whatever it holds. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
