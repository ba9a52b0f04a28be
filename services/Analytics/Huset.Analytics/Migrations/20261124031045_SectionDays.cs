using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class SectionDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "due_on",
                table: "report_sections");

            migrationBuilder.DropColumn(
                name: "measurements_removed_on",
                table: "method_follow_ups");

            migrationBuilder.DropColumn(
                name: "results",
                table: "method_follow_ups");
        }
    }
}
