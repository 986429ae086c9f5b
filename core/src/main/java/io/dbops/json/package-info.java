/**
 * A small write-only JSON emitter for reports and plans; it reads nothing, by design. Fed by reports, read by people's tools.
 */
@NullMarked
package io.dbops.json;

import org.jspecify.annotations.NullMarked;
