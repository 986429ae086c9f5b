package io.dbops.postgresql.snapshot;

import io.dbops.backup.Owners;
import io.dbops.spi.snapshot.SchemaItem;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The roles in definitions as this strategy writes them. Pure. */
final class RoleNames {

    private static final Set<String> ABOUT_ROLES = Set.of("owner", "privileges", "default privileges");

    /** A quoted identifier, a word, or anything else; words of ours are in capitals, which an identifier without quotes never is. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"]|\"\")*\"|[\\p{L}\\p{N}_$]+|\\s+|.", Pattern.DOTALL);

    private RoleNames() {}

    static Set<String> of(SchemaItem item) {
        Set<String> roles = new LinkedHashSet<>();
        replaced(item, role -> {
            roles.add(role);
            return role;
        });
        return roles;
    }

    static Optional<SchemaItem> withOwners(SchemaItem item, Owners owners) {
        if (owners.areDropped()) {
            return ABOUT_ROLES.contains(item.kind()) ? Optional.empty() : Optional.of(item);
        }
        return Optional.of(
                owners.names().isEmpty()
                        ? item
                        : new SchemaItem(
                                item.phase(),
                                item.kind(),
                                item.name(),
                                replaced(item, owners::inTarget),
                                item.place()));
    }

    /** Roles follow TO, FROM and ROLE; in a row policy before its first condition. */
    private static String replaced(SchemaItem item, UnaryOperator<String> role) {
        boolean policy = item.kind().equals("policy");
        if (!policy && !ABOUT_ROLES.contains(item.kind())) {
            return item.sql();
        }
        StringBuilder sql = new StringBuilder();
        Matcher token = TOKEN.matcher(item.sql());
        boolean roles = false;
        while (token.find()) {
            String text = token.group();
            if (policy && text.equals("(")) {
                return sql.append(item.sql().substring(token.start())).toString();
            }
            if (roles && (text.startsWith("\"") || policy && isBareIdentifier(text))) {
                sql.append(quoted(role.apply(unquoted(text))));
            } else {
                sql.append(text);
                roles = text.equals("TO") || text.equals("FROM") || text.equals("ROLE") || roles && goesOn(text);
            }
        }
        return sql.toString();
    }

    private static boolean goesOn(String text) {
        return text.isBlank() || text.equals(",") || text.equals("PUBLIC");
    }

    /** Not a keyword; everywhere else roles always have quotes. */
    private static boolean isBareIdentifier(String text) {
        return Character.isLowerCase(text.charAt(0)) || text.startsWith("_");
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }
}
