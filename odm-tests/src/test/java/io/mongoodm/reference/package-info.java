/** Every function of the reference, seen from outside: what a caller gets, and which commands reach the server. */
@NullMarked
package io.mongoodm.reference;

import org.jspecify.annotations.NullMarked;
