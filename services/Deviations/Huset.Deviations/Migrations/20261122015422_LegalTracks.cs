using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class LegalTracks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "in_lex_maria",
                table: "deviations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "in_lex_sarah",
                table: "deviations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "deviation_tracks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    handed_over_by = table.Column<string>(type: "text", nullable: false),
                    handed_over_by_name = table.Column<string>(type: "text", nullable: false),
                    handed_over_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    return_reason = table.Column<string>(type: "text", nullable: true),
                    returned_by = table.Column<string>(type: "text", nullable: true),
                    returned_by_name = table.Column<string>(type: "text", nullable: true),
                    returned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deviation_tracks", x => x.id);
                    table.ForeignKey(
                        name: "fk_deviation_tracks_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "deviations_in_lex_maria",
                table: "deviations",
                column: "id",
                descending: new bool[0],
                filter: "in_lex_maria");

            migrationBuilder.CreateIndex(
                name: "deviations_in_lex_sarah",
                table: "deviations",
                column: "id",
                descending: new bool[0],
                filter: "in_lex_sarah");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_tracks_deviation_id",
                table: "deviation_tracks",
                column: "deviation_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deviation_tracks");

            migrationBuilder.DropIndex(
                name: "deviations_in_lex_maria",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "deviations_in_lex_sarah",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "in_lex_maria",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "in_lex_sarah",
                table: "deviations");
        }
    }
}
