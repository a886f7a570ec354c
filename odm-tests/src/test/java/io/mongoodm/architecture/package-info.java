/** What the parts of the library may know of each other, and how large they may grow. */
@NullMarked
package io.mongoodm.architecture;

import org.jspecify.annotations.NullMarked;
