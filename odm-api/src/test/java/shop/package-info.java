/** Records that a test puts into modules of their own. */
@NullMarked
package shop;

import org.jspecify.annotations.NullMarked;
