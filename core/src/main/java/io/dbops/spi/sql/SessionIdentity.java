package io.dbops.spi.sql;

/**
 * One session on one run of one server: enough to tell, from another connection and later, whether that very session still
 * lives. Numbers that a server hands out again (a process id) are told apart by the start.
 *
 * @param server identifies the server's data, or its run where the database offers no more
 * @param session the session's number or id
 * @param startedAt when the session began, as the server writes it; empty where the server never reuses a number in one run
 */
public record SessionIdentity(String server, String session, String startedAt) {}
