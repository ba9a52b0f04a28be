using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Patterns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "indicator",
                table: "found_signals",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "chart_breaks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chart = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    changed = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    action_id = table.Column<Guid>(type: "uuid", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    undone_reason = table.Column<string>(type: "text", nullable: true),
                    undone_by_name = table.Column<string>(type: "text", nullable: true),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_position = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chart_breaks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "found_patterns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dimension = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: false),
                    unit_codes = table.Column<string[]>(type: "text[]", nullable: false),
                    parts = table.Column<string>(type: "jsonb", nullable: false),
                    share = table.Column<string>(type: "jsonb", nullable: false),
                    cases = table.Column<string>(type: "jsonb", nullable: false),
                    previous_id = table.Column<Guid>(type: "uuid", nullable: true),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decisions = table.Column<string>(type: "jsonb", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_found_patterns", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_chart_breaks_unit_code_chart_kind_from",
                table: "chart_breaks",
                columns: new[] { "unit_code", "chart", "kind", "from" },
                unique: true,
                filter: "undone_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_found_patterns_dimension_value",
                table: "found_patterns",
                columns: new[] { "dimension", "value" },
                unique: true,
                filter: "decided_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chart_breaks");

            migrationBuilder.DropTable(
                name: "found_patterns");

            migrationBuilder.DropColumn(
                name: "indicator",
                table: "found_signals");
        }
    }
}
