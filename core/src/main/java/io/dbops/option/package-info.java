/** What the builders of all options share. Not exported. */
@NullMarked
package io.dbops.option;

import org.jspecify.annotations.NullMarked;
