using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class LexSarah : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ivo_investigation_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ivo_notified_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_decided_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lex_degree",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_sarah_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lex_serious_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ivo_at",
                table: "deviation_tracks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ivo_by_name",
                table: "deviation_tracks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ivo_investigation_sent_on",
                table: "deviation_tracks",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ivo_reference",
                table: "deviation_tracks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ivo_registry_number",
                table: "deviation_tracks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ivo_sent_on",
                table: "deviation_tracks",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "lex_counts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    administration = table.Column<string>(type: "text", nullable: true),
                    counts = table.Column<bool>(type: "boolean", nullable: false),
                    changed_in = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    told = table.Column<int>(type: "integer", nullable: false),
                    times_told = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lex_counts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lex_sarah_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    track_id = table.Column<Guid>(type: "uuid", nullable: false),
                    degree = table.Column<string>(type: "text", nullable: false),
                    motivation = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lex_sarah_decisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_lex_sarah_decisions_deviation_tracks_track_id",
                        column: x => x.track_id,
                        principalTable: "deviation_tracks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lex_sarah_informed",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    track_id = table.Column<Guid>(type: "uuid", nullable: false),
                    party = table.Column<string>(type: "text", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lex_sarah_informed", x => x.id);
                    table.ForeignKey(
                        name: "fk_lex_sarah_informed_deviation_tracks_track_id",
                        column: x => x.track_id,
                        principalTable: "deviation_tracks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lex_sarah_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    track_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lex_sarah_parts", x => x.id);
                    table.ForeignKey(
                        name: "fk_lex_sarah_parts_deviation_tracks_track_id",
                        column: x => x.track_id,
                        principalTable: "deviation_tracks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "required_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_by_name = table.Column<string>(type: "text", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_required_parts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_lex_counts_changed_in",
                table: "lex_counts",
                column: "changed_in",
                filter: "told < version");

            migrationBuilder.CreateIndex(
                name: "ix_lex_counts_deviation_id",
                table: "lex_counts",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_lex_sarah_decisions_track_id",
                table: "lex_sarah_decisions",
                column: "track_id");

            migrationBuilder.CreateIndex(
                name: "ix_lex_sarah_informed_track_id",
                table: "lex_sarah_informed",
                column: "track_id");

            migrationBuilder.CreateIndex(
                name: "ix_lex_sarah_parts_track_id",
                table: "lex_sarah_parts",
                column: "track_id");

            migrationBuilder.CreateIndex(
                name: "ix_required_parts_code_valid_from",
                table: "required_parts",
                columns: new[] { "code", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from");

            // What lies in lex Sarah already began there when it was handed over.
            migrationBuilder.Sql("update deviations set lex_sarah_at = track.handed_over_at from deviation_tracks as track where track.deviation_id = deviations.id and track.kind = 'lex-sarah' and track.returned_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lex_counts");

            migrationBuilder.DropTable(
                name: "lex_sarah_decisions");

            migrationBuilder.DropTable(
                name: "lex_sarah_informed");

            migrationBuilder.DropTable(
                name: "lex_sarah_parts");

            migrationBuilder.DropTable(
                name: "required_parts");

            migrationBuilder.DropColumn(
                name: "ivo_investigation_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "ivo_notified_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_decided_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_degree",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_sarah_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_serious_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "ivo_at",
                table: "deviation_tracks");

            migrationBuilder.DropColumn(
                name: "ivo_by_name",
                table: "deviation_tracks");

            migrationBuilder.DropColumn(
                name: "ivo_investigation_sent_on",
                table: "deviation_tracks");

            migrationBuilder.DropColumn(
                name: "ivo_reference",
                table: "deviation_tracks");

            migrationBuilder.DropColumn(
                name: "ivo_registry_number",
                table: "deviation_tracks");

            migrationBuilder.DropColumn(
                name: "ivo_sent_on",
                table: "deviation_tracks");
        }
    }
}
