package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Grants;
import io.dbops.mysql.server.Product;
import io.dbops.spi.snapshot.Omissions;
import io.dbops.spi.snapshot.SnapshotScope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What stands against a backup of a database, and what one would leave out. */
final class Survey {

    /** Engines that keep rows of their own, without transactions. What others show may be kept elsewhere. */
    private static final Set<String> NON_TRANSACTIONAL = Set.of("MYISAM", "ARIA", "MEMORY", "ARCHIVE", "CSV");

    /** There may be some. */
    private static final String HIDDEN_ROUTINES = "routines hidden from this user";

    private final Catalogue catalogue;
    private final Grants grants;
    private final Product product;
    private final SnapshotScope scope;
    private final Omissions omissions;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notCaptured = new ArrayList<>();

    private Survey(Catalogue catalogue, Grants grants, Product product, SnapshotScope scope) {
        this.catalogue = catalogue;
        this.grants = grants;
        this.product = product;
        this.scope = scope;
        this.omissions = new Omissions(scope);
    }

    static Survey of(Catalogue catalogue, Grants grants, Product product, SnapshotScope scope) throws SQLException {
        Survey survey = new Survey(catalogue, grants, product, scope);
        survey.rights();
        survey.tables();
        survey.views();
        survey.general();
        survey.faults.addAll(survey.omissions.faults());
        survey.notCaptured.addAll(survey.omissions.accepted());
        return survey;
    }

    List<String> faults() {
        return faults;
    }

    List<String> notCaptured() {
        return notCaptured;
    }

    /** What a user may not see is not in the catalogue either: only rights on the whole database show all of it. */
    private void rights() {
        String database = catalogue.database();
        for (String privilege : List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT")) {
            if (!grants.onDatabase(privilege, database)) {
                faults.add("the user lacks " + privilege + " on database " + database
                        + ", so objects may be hidden from the backup");
            }
        }
        boolean routines = grants.global("SELECT")
                || grants.global("SHOW_ROUTINE")
                || grants.onDatabase("SHOW CREATE ROUTINE", database)
                || product == Product.MARIADB && grants.onDatabase("SELECT", "mysql");
        if (!routines) {
            omissions.add(
                    HIDDEN_ROUTINES,
                    "SHOW_ROUTINE on MySQL, SELECT on mysql.proc on MariaDB would show whether there are any");
        }
    }

    private void tables() throws SQLException {
        boolean json = false;
        for (Table table : catalogue.tables()) {
            String name = catalogue.database() + "." + table.name();
            engine(name, table.engine());
            if (table.columns().isEmpty()) {
                faults.add("table " + name + " has no column with values of its own");
            }
            for (Column column : table.columns()) {
                json |= column.type().equals("json");
                if (!column.supported()) {
                    faults.add("column " + name + "." + column.name() + " has type " + column.type()
                            + ", which this backup cannot copy exactly");
                }
                if (column.ambiguous()) {
                    faults.add("the members of ENUM column " + name + "." + column.name()
                            + " spell every zero that would stand for a value that is none of them");
                }
                if (table.versioned()
                        && column.name().equals("row_start")
                        && column.type().equals("bigint")) {
                    faults.add("table " + name + " keeps its history by transaction numbers, which cannot be loaded");
                }
            }
        }
        if (json) {
            notCaptured.add("the types of JSON scalars that JSON text does not tell, such as DECIMAL or DATETIME");
        }
    }

    private void engine(String table, String engine) {
        if (engine.equalsIgnoreCase("InnoDB")) {
            return;
        }
        String what = "table " + table + " has engine " + (engine.isEmpty() ? "(none)" : engine)
                + ", which takes part in no snapshot";
        if (!NON_TRANSACTIONAL.contains(engine.toUpperCase(Locale.ROOT))) {
            faults.add(what);
        } else if (scope.acceptsNonTransactional()) {
            notCaptured.add("the moment of " + what + ": it is read as it stands at its turn");
        } else {
            faults.add(what + "; BackupOptions.acceptNonTransactional() takes it as it stands at its turn");
        }
    }

    private void views() throws SQLException {
        List<String> sound = new ArrayList<>();
        catalogue.query(
                "SELECT DISTINCT TABLE_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?",
                row -> sound.add(row.getString(1)));
        for (String view : catalogue.names("VIEW")) {
            if (!sound.contains(view)) {
                omissions.add("view " + catalogue.database() + "." + view, "it names what is not there");
            }
        }
        catalogue.query(
                "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?", row -> {
                    String text = row.getString(2);
                    if (text != null && namesAnother(text)) {
                        notCaptured.add("what view " + catalogue.database() + "." + row.getString(1)
                                + " reads in other databases, which it goes on to name");
                    }
                });
    }

    /** The catalogue qualifies every table of a view by its database. */
    private boolean namesAnother(String definition) {
        String others = Unqualified.of(definition, catalogue.database());
        return others.matches("(?s).*\\b(?:from|join) \\(*`[^`]+`\\.`.*");
    }

    private void general() {
        notCaptured.add("accounts, roles and grants");
        notCaptured.add("other databases of the server, and its configuration");
        notCaptured.add("database names inside the bodies of stored programs: they stay as they are written");
    }
}
