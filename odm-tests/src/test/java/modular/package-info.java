/** A user's program that runs as a named module; io.mongoodm.architecture.ModuleTest gives it its descriptor. */
@NullMarked
package modular;

import org.jspecify.annotations.NullMarked;
