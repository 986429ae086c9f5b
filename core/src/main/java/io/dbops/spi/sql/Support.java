package io.dbops.spi.sql;

/**
 * Whether a {@link Feature} is there, and how that was found out.
 *
 * @param available whether it is there
 * @param reason one sentence for a person: what was probed, or what is missing and how to get it
 */
public record Support(boolean available, String reason) {

    public static Support yes(String reason) {
        return new Support(true, reason);
    }

    public static Support no(String reason) {
        return new Support(false, reason);
    }
}
