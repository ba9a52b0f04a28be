using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Looking : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "deviation_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "cause_areas",
                table: "deviation_facts",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "harm",
                table: "deviation_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "hour",
                table: "deviation_facts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "step_id",
                table: "deviation_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "weekday",
                table: "deviation_facts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "cause_facts",
                columns: table => new
                {
                    cause_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cause_facts", x => x.cause_id);
                });

            migrationBuilder.CreateTable(
                name: "deviation_hours",
                columns: table => new
                {
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    weekday = table.Column<int>(type: "integer", nullable: false),
                    hour = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deviation_hours", x => new { x.unit_code, x.month, x.weekday, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "deviation_parts",
                columns: table => new
                {
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deviation_parts", x => new { x.unit_code, x.month, x.kind, x.part, x.code });
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_step_id",
                table: "deviation_facts",
                column: "step_id");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_unit_code_occurred_on",
                table: "deviation_facts",
                columns: new[] { "unit_code", "occurred_on" });

            migrationBuilder.CreateIndex(
                name: "ix_cause_facts_deviation_id",
                table: "cause_facts",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_hours_month",
                table: "deviation_hours",
                column: "month");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_parts_part_month",
                table: "deviation_parts",
                columns: new[] { "part", "month" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cause_facts");

            migrationBuilder.DropTable(
                name: "deviation_hours");

            migrationBuilder.DropTable(
                name: "deviation_parts");

            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_step_id",
                table: "deviation_facts");

            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_unit_code_occurred_on",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "category",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "cause_areas",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "harm",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "hour",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "step_id",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "weekday",
                table: "deviation_facts");
        }
    }
}
