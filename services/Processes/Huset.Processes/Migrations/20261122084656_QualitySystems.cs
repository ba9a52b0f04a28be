using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class QualitySystems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "quality_systems",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    writers = table.Column<string[]>(type: "text[]", nullable: false),
                    written_by_name = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_by_name = table.Column<string>(type: "text", nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returned_reason = table.Column<string>(type: "text", nullable: true),
                    returned_by_name = table.Column<string>(type: "text", nullable: true),
                    approved_by_name = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    published_by_name = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    areas = table.Column<string>(type: "jsonb", nullable: false),
                    filled_areas = table.Column<string[]>(type: "text[]", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quality_systems", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_quality_systems_unit_code_year_number",
                table: "quality_systems",
                columns: new[] { "unit_code", "year", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quality_systems_year",
                table: "quality_systems",
                column: "year");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "quality_systems");
        }
    }
}
