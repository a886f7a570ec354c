package io.mongoodm.benchmark;

import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/** Fifty models, as a program of some size has them: the names and types differ, each has a part and a list. */
public final class FiftyModels {
    private FiftyModels() {}

    /** Returns the models. */
    static List<Class<?>> all() {
        return List.of(FiftyModels.class.getDeclaredClasses()).stream()
                .filter(type -> type != Part.class)
                .<Class<?>>map(type -> type)
                .toList();
    }

    public record Part(String name, int number) {}

    public record M0(
            @BsonId int id,
            String note,
            long total,
            String label,
            long visits,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M1(
            @BsonId int id,
            String author,
            double ratio,
            String subject,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M2(
            @BsonId int id,
            String email,
            double price,
            String name,
            int stock,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M3(
            @BsonId int id,
            String label,
            boolean active,
            String title,
            int stock,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M4(
            @BsonId int id,
            String status,
            int stock,
            String place,
            double price,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M5(
            @BsonId int id,
            String zip,
            int stock,
            String street,
            long total,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M6(
            @BsonId int id,
            String name,
            int stock,
            String kind,
            long total,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M7(
            @BsonId int id,
            String zip,
            int stock,
            String label,
            long visits,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M8(
            @BsonId int id,
            String place,
            long visits,
            String email,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M9(
            @BsonId int id,
            String author,
            boolean active,
            String body,
            long total,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M10(
            @BsonId int id,
            String note,
            int stock,
            String subject,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M11(
            @BsonId int id,
            String status,
            int count,
            String label,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M12(
            @BsonId int id,
            String origin,
            boolean active,
            String label,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M13(
            @BsonId int id,
            String owner,
            double price,
            String label,
            boolean active,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M14(
            @BsonId int id,
            String zip,
            int stock,
            String note,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M15(
            @BsonId int id,
            String title,
            int count,
            String email,
            boolean active,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M16(
            @BsonId int id,
            String kind,
            boolean closed,
            String body,
            long visits,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M17(
            @BsonId int id,
            String colour,
            boolean active,
            String city,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M18(
            @BsonId int id,
            String owner,
            boolean closed,
            String country,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M19(
            @BsonId int id,
            String zip,
            double price,
            String place,
            long visits,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M20(
            @BsonId int id,
            String origin,
            boolean active,
            String colour,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M21(
            @BsonId int id,
            String street,
            boolean active,
            String title,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M22(
            @BsonId int id,
            String origin,
            long total,
            String note,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M23(
            @BsonId int id,
            String zip,
            boolean closed,
            String label,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M24(
            @BsonId int id,
            String title,
            long total,
            String place,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M25(
            @BsonId int id,
            String colour,
            long visits,
            String name,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M26(
            @BsonId int id,
            String colour,
            double price,
            String city,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M27(
            @BsonId int id,
            String unit,
            int stock,
            String email,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M28(
            @BsonId int id,
            String country,
            int stock,
            String sender,
            long total,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M29(
            @BsonId int id,
            String kind,
            double ratio,
            String author,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M30(
            @BsonId int id,
            String origin,
            long visits,
            String name,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M31(
            @BsonId int id,
            String sender,
            long visits,
            String zip,
            double price,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M32(
            @BsonId int id,
            String place,
            long total,
            String label,
            boolean active,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M33(
            @BsonId int id,
            String country,
            boolean active,
            String owner,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M34(
            @BsonId int id,
            String title,
            int count,
            String unit,
            long visits,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M35(
            @BsonId int id, String zip, int count, String city, int stock, Instant at, List<String> tags, Part part) {}

    public record M36(
            @BsonId int id,
            String subject,
            boolean active,
            String origin,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M37(
            @BsonId int id,
            String title,
            int stock,
            String street,
            double price,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M38(
            @BsonId int id,
            String owner,
            boolean closed,
            String country,
            long total,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M39(
            @BsonId int id,
            String note,
            double price,
            String sender,
            boolean active,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M40(
            @BsonId int id,
            String title,
            double price,
            String note,
            boolean active,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M41(
            @BsonId int id,
            String note,
            boolean active,
            String owner,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M42(
            @BsonId int id,
            String country,
            int count,
            String title,
            double ratio,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M43(
            @BsonId int id,
            String kind,
            boolean active,
            String note,
            double price,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M44(
            @BsonId int id,
            String note,
            int stock,
            String owner,
            long total,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M45(
            @BsonId int id,
            String colour,
            long visits,
            String title,
            int stock,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M46(
            @BsonId int id,
            String street,
            double price,
            String origin,
            long visits,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M47(
            @BsonId int id,
            String title,
            double price,
            String subject,
            int count,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M48(
            @BsonId int id,
            String owner,
            double ratio,
            String country,
            boolean closed,
            Instant at,
            List<String> tags,
            Part part) {}

    public record M49(
            @BsonId int id,
            String label,
            long visits,
            String subject,
            double price,
            Instant at,
            List<String> tags,
            Part part) {}
}
