using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Readers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts");

            migrationBuilder.AddColumn<DateOnly>(
                name: "due_on",
                table: "report_sections",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "measurements_removed_on",
                table: "method_follow_ups",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "results",
                table: "method_follow_ups",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts",
                column: "occurred_on")
                .Annotation("Npgsql:IndexInclude", new[] { "unit_code", "kind", "weekday", "hour", "harm", "cause_areas" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "due_on",
                table: "report_sections");

            migrationBuilder.DropColumn(
                name: "measurements_removed_on",
                table: "method_follow_ups");

            migrationBuilder.DropColumn(
                name: "results",
                table: "method_follow_ups");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_occurred_on",
                table: "deviation_facts",
                column: "occurred_on");
        }
    }
}
