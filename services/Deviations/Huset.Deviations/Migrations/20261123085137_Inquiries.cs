using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Inquiries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "for_child",
                table: "required_parts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "lex_maria_declined",
                table: "deviations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "lex_sarah_declined",
                table: "deviations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "concerns_child",
                table: "deviation_tracks",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                table: "causes",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    track = table.Column<string>(type: "text", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    by_title = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_notes_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "inquiry_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    track_id = table.Column<Guid>(type: "uuid", nullable: false),
                    investigate = table.Column<bool>(type: "boolean", nullable: false),
                    motivation = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    by_title = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inquiry_decisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_inquiry_decisions_deviation_tracks_track_id",
                        column: x => x.track_id,
                        principalTable: "deviation_tracks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "patient_told",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    track_id = table.Column<Guid>(type: "uuid", nullable: false),
                    point = table.Column<string>(type: "text", nullable: false),
                    party = table.Column<string>(type: "text", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    in_journal = table.Column<bool>(type: "boolean", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_told", x => x.id);
                    table.ForeignKey(
                        name: "fk_patient_told_deviation_tracks_track_id",
                        column: x => x.track_id,
                        principalTable: "deviation_tracks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "timeline_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    track = table.Column<string>(type: "text", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    time = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    what = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeline_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_timeline_entries_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_causes_parent_id",
                table: "causes",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_notes_deviation_id",
                table: "case_notes",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_inquiry_decisions_track_id",
                table: "inquiry_decisions",
                column: "track_id");

            migrationBuilder.CreateIndex(
                name: "ix_patient_told_track_id",
                table: "patient_told",
                column: "track_id");

            migrationBuilder.CreateIndex(
                name: "ix_timeline_entries_deviation_id",
                table: "timeline_entries",
                column: "deviation_id");

            migrationBuilder.AddForeignKey(
                name: "fk_causes_causes_parent_id",
                table: "causes",
                column: "parent_id",
                principalTable: "causes",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_causes_causes_parent_id",
                table: "causes");

            migrationBuilder.DropTable(
                name: "case_notes");

            migrationBuilder.DropTable(
                name: "inquiry_decisions");

            migrationBuilder.DropTable(
                name: "patient_told");

            migrationBuilder.DropTable(
                name: "timeline_entries");

            migrationBuilder.DropIndex(
                name: "ix_causes_parent_id",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "for_child",
                table: "required_parts");

            migrationBuilder.DropColumn(
                name: "lex_maria_declined",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_sarah_declined",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "concerns_child",
                table: "deviation_tracks");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "causes");
        }
    }
}
