/**
 * What DbOps knows about PostgreSQL: how its scripts are spelled, its sessions, its advisory lock, its refusals. Fed by
 * connections of the application, read by the engines through the SPI.
 */
@NullMarked
package io.dbops.postgresql;

import org.jspecify.annotations.NullMarked;
