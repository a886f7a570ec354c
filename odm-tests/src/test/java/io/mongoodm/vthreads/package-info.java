/** The async facade against a server, seen from outside. */
@NullMarked
package io.mongoodm.vthreads;

import org.jspecify.annotations.NullMarked;
