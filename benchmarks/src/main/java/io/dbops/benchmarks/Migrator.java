package io.dbops.benchmarks;

import io.dbops.DbOps;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;

/** Who brings a database up to date with the scripts of a directory; everything is made anew for each call, as a start does. */
enum Migrator {
    DBOPS {
        @Override
        void migrate(DataSource source, Path scripts, List<String> statements) {
            DbOps.builder()
                    .dataSource(source)
                    .migrationsFrom(scripts)
                    .build()
                    .migrations()
                    .migrate();
        }

        @Override
        void migrate(DataSource source, Jar jar) {
            DbOps.builder()
                    .dataSource(source)
                    .migrationsFrom("classpath:" + Jar.FOLDER)
                    .classLoader(jar.loader())
                    .build()
                    .migrations()
                    .migrate();
        }
    },
    FLYWAY {
        @Override
        void migrate(DataSource source, Path scripts, List<String> statements) {
            Flyway.configure()
                    .dataSource(source)
                    .locations("filesystem:" + scripts)
                    .load()
                    .migrate();
        }

        @Override
        void migrate(DataSource source, Jar jar) {
            Flyway.configure(jar.loader())
                    .dataSource(source)
                    .locations("classpath:" + Jar.FOLDER)
                    .load()
                    .migrate();
        }
    },
    LIQUIBASE {
        @Override
        void migrate(DataSource source, Path scripts, List<String> statements) throws Exception {
            try (Connection connection = source.getConnection();
                    DirectoryResourceAccessor files =
                            new DirectoryResourceAccessor(scripts.resolveSibling("liquibase"))) {
                Database database =
                        DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                Scope.child(Scope.Attr.resourceAccessor, files, () -> new CommandScope("update")
                        .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                        .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, "all.sql")
                        .setOutput(OutputStream.nullOutputStream())
                        .execute());
            }
        }
    },
    /** The plainest loop with the same commits: a statement and a row that says so, one transaction each. */
    JDBC {
        @Override
        void migrate(DataSource source, Path scripts, List<String> statements) throws Exception {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE bare_history (id INT PRIMARY KEY, script VARCHAR(200), sum VARCHAR(64))");
                connection.setAutoCommit(false);
                for (int i = 0; i < statements.size(); i++) {
                    statement.execute(statements.get(i));
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO bare_history VALUES (?, ?, ?)")) {
                        insert.setInt(1, i);
                        insert.setString(2, "V" + i + "__m.sql");
                        insert.setString(3, "0".repeat(64));
                        insert.executeUpdate();
                    }
                    connection.commit();
                }
            }
        }
    };

    abstract void migrate(DataSource source, Path scripts, List<String> statements) throws Exception;

    /** The same from a jar on the class path. */
    void migrate(DataSource source, Jar jar) {
        throw new UnsupportedOperationException(this + " reads no jar here");
    }

    boolean readsJars() {
        return this == DBOPS || this == FLYWAY;
    }

    /** Whether it is what we are compared with, and slow. */
    boolean isPeer() {
        return this == FLYWAY || this == LIQUIBASE;
    }
}
