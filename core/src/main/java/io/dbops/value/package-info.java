/**
 * Small values shared by all vocabularies: sizes, qualified names, secrets. Knows nothing else.
 */
@NullMarked
package io.dbops.value;

import org.jspecify.annotations.NullMarked;
