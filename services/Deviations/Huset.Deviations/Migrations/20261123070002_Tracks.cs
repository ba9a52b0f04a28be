using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Tracks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_required_parts_code_valid_from",
                table: "required_parts");

            migrationBuilder.AddColumn<string>(
                name: "track",
                table: "required_parts",
                type: "text",
                nullable: false,
                defaultValue: "lex-sarah");

            migrationBuilder.AddColumn<string>(
                name: "track",
                table: "lex_counts",
                type: "text",
                nullable: false,
                defaultValue: "lex-sarah");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_maria_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_maria_decided_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lex_maria_degree",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_maria_investigation_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_maria_next_due_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_maria_notified_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_maria_serious_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_sarah_next_due_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "track",
                table: "deviation_changes",
                type: "text",
                nullable: true);

            migrationBuilder.Sql("update deviation_changes set track = 'lex-sarah' where kind in ('part-written', 'lex-decided', 'ivo-notified', 'informed')");
            // What lies in lex Maria already begins its deadlines when it was handed over.
            migrationBuilder.Sql("update deviations d set lex_maria_at = t.handed_over_at from deviation_tracks t where t.deviation_id = d.id and t.kind = 'lex-maria' and t.returned_at is null and d.in_lex_maria");

            migrationBuilder.CreateIndex(
                name: "ix_required_parts_track_code_valid_from",
                table: "required_parts",
                columns: new[] { "track", "code", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_required_parts_track_code_valid_from",
                table: "required_parts");

            migrationBuilder.DropColumn(
                name: "track",
                table: "required_parts");

            migrationBuilder.DropColumn(
                name: "track",
                table: "lex_counts");

            migrationBuilder.DropColumn(
                name: "lex_maria_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_maria_decided_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_maria_degree",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_maria_investigation_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_maria_next_due_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_maria_notified_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_maria_serious_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_sarah_next_due_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "track",
                table: "deviation_changes");

            migrationBuilder.CreateIndex(
                name: "ix_required_parts_code_valid_from",
                table: "required_parts",
                columns: new[] { "code", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from");
        }
    }
}
