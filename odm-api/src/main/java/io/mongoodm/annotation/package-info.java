/**
 * What models and their components say about themselves: {@link io.mongoodm.annotation.OdmModel} the collection, {@link
 * io.mongoodm.annotation.Index} and {@link io.mongoodm.annotation.Indexed} the indexes, {@link io.mongoodm.annotation.Version}, {@link
 * io.mongoodm.annotation.CreatedAt} and {@link io.mongoodm.annotation.UpdatedAt} what is kept by the library, {@link
 * io.mongoodm.annotation.Default} and {@link io.mongoodm.annotation.Aliases} how older documents are read, {@link
 * io.mongoodm.annotation.Relation} what is filled by loading. The driver's own annotations, such as {@code @BsonProperty}, count
 * beside them.
 */
@NullMarked
package io.mongoodm.annotation;

import org.jspecify.annotations.NullMarked;
