/**
 * What extensions implement: dialects, migration sources, backup strategies, stores, key providers, listeners, engines. Fed by the builder and ServiceLoader, called by the engines.
 */
@NullMarked
package io.dbops.spi;

import org.jspecify.annotations.NullMarked;
