/** How long a call may last, and what ends it early: its deadline and the interruption of its thread. */
@NullMarked
package io.dbops.spi.call;

import org.jspecify.annotations.NullMarked;
